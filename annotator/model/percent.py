"""Fractions in words."""


def percent(fraction: float) -> str:
    """A fraction as a percentage with one decimal, two below 1 %.

    >>> percent(0.3139)
    '31.4 %'
    >>> percent(0.0025)
    '0.25 %'
    """
    value = fraction * 100
    return f"{value:.2f} %" if 0 < value < 1 else f"{value:.1f} %"

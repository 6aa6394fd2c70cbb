"""ALK/ROS1 genomic report annotator: caller files in, one cited PDF + JSON report out."""

__version__ = "0.1.0"

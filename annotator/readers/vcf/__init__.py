"""What VCF files of small and of structural variants share, and how alleles are supported."""

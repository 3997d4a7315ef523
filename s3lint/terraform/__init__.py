"""Terraform: from source or plan to resources with values."""

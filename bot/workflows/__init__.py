"""What happens after what: each workflow reads, decides (in the domain), records and acts."""

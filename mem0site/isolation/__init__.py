"""Whether tenants are apart in a deployment that runs: leak tests and canaries."""

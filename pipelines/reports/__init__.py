"""What the reports of a site's runs say together: what is new, how complete the records are, and what is wrong."""

"""Why a page became the record that it did: its blocks with their roles and rules, and what they say in the record."""

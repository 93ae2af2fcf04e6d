"""An embedded news site, made of facts, for trying out the crawler without a network."""

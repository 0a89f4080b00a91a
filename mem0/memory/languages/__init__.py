"""What the lexical index knows of human languages: words without meaning, months,
irregular forms, and a light guess of which language a text is in."""

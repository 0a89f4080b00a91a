"""How Django writes moments where nobody says how: in the administration and in mails."""

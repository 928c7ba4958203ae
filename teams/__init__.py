"""WHO WITH WHOM: teams, memberships, invitations, consent; access.py decides who may see whom."""

"""Oeverbeke, the demo town: what is in it. ``seed_demo`` builds it through the portal's services."""

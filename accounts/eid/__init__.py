"""Signing in, and proving an address, with an eID: itsme, a login of the state, a broker of DigiD.

All of them speak OpenID Connect, and django-allauth speaks it with them. What is ours is the rule:
an eID opens the account it was linked to and no other, whatever e-mail address it tells; and of what
it tells nothing is stored but who it was, as a keyed hash.
"""

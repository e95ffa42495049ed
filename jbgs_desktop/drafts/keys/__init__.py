"""Who can open a draft: the user's secret, the recovery code, a passphrase."""

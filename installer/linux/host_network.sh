# How this computer reaches its package sources, for the bare systems that scripts make on it.
# shellcheck shell=bash disable=SC2034
# JBGS_DEBIAN_MIRROR names another Debian mirror than the one of this computer's apt.

certificates=/etc/ssl/certs/ca-certificates.crt
# shellcheck disable=SC2016  # the word is apt's
mirror=${JBGS_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' \
    'Label: Debian' 'Created-By: Packages' | head -n 1)}
mapfile -t network < <(env | grep -iE '^(pip_[a-z_]*(url|host|timeout)|https?_proxy|no_proxy)=')

"""Plans that come from elsewhere: the example partnerships, and what other people's files hold."""

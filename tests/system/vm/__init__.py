"""A throwaway Debian under qemu, with real apt, systemd and WireGuard, driven without a network."""

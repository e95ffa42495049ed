"""Where an application is KEPT."""

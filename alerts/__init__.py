"""WHO MUST KNOW: rules, alerts, deliveries (the outbox), channels, the relay that sends them."""

"""The HTTP interface: one blueprint a resource, each parse, call, answer."""

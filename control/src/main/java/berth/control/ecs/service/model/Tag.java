package berth.control.ecs.service.model;

/// A tag that the user gave.
public record Tag(String key, String value) {}

package berth.control.ecs.tag.model;

/// One tag.
///
/// @param value empty where none was given
public record Tag(String key, String value) {}

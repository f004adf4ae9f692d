@org.jspecify.annotations.NullMarked
package berth.control.ecs.instance.api;

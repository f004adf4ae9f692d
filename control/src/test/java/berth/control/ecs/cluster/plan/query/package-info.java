@org.jspecify.annotations.NullMarked
package berth.control.ecs.cluster.plan.query;

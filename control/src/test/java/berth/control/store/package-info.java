/// Tests of state, writer and bodies.
@org.jspecify.annotations.NullMarked
package berth.control.store;

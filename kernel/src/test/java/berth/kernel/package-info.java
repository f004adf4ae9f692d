/// Tests of the words that everything else is built from.
@org.jspecify.annotations.NullMarked
package berth.kernel;

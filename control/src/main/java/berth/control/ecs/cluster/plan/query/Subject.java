package berth.control.ecs.cluster.plan.query;

import java.util.EnumSet;
import java.util.SortedSet;
import java.util.TreeSet;

/// What an expression is about.
public sealed interface Subject {

    /// As it is written.
    String text();

    /// The operators that it has.
    EnumSet<Operator> operators();

    /// A subject with texts for values: none, one or many.
    sealed interface Texts extends Subject {
        SortedSet<String> values(InstanceTraits instance);

        /// Whether the value is there; where all values need not be looked up for it, they aren't.
        default boolean has(InstanceTraits instance, String value) {
            return values(instance).contains(value);
        }
    }

    /// A subject with one value that has an order.
    sealed interface Ordered extends Subject {
        @Override
        default EnumSet<Operator> operators() {
            return EnumSet.of(
                    Operator.EQUALS,
                    Operator.NOT_EQUALS,
                    Operator.GREATER,
                    Operator.GREATER_OR_EQUAL,
                    Operator.LESS,
                    Operator.LESS_OR_EQUAL);
        }
    }

    /// `true` or `false`.
    record AgentConnected() implements Texts {
        @Override
        public String text() {
            return "agentConnected";
        }

        @Override
        public EnumSet<Operator> operators() {
            return onTexts();
        }

        @Override
        public SortedSet<String> values(InstanceTraits instance) {
            return new TreeSet<>(java.util.List.of(Boolean.toString(instance.agentConnected())));
        }
    }

    record Ec2InstanceId() implements Texts {
        @Override
        public String text() {
            return "ec2InstanceId";
        }

        @Override
        public EnumSet<Operator> operators() {
            return onTexts();
        }

        @Override
        public SortedSet<String> values(InstanceTraits instance) {
            String id = instance.ec2InstanceId();
            return id == null ? new TreeSet<>() : new TreeSet<>(java.util.List.of(id));
        }
    }

    record Attribute(String name) implements Texts {
        @Override
        public String text() {
            return "attribute:" + name;
        }

        @Override
        public EnumSet<Operator> operators() {
            return onTextsThatMayBeMissing();
        }

        @Override
        public SortedSet<String> values(InstanceTraits instance) {
            String value = instance.attribute(name);
            return value == null ? new TreeSet<>() : new TreeSet<>(java.util.List.of(value));
        }

        @Override
        public boolean has(InstanceTraits instance, String value) {
            return value.equals(instance.attribute(name));
        }
    }

    /// The groups of the tasks on the instance.
    record TaskGroup() implements Texts {
        @Override
        public String text() {
            return "task:group";
        }

        @Override
        public EnumSet<Operator> operators() {
            return onTextsThatMayBeMissing();
        }

        @Override
        public SortedSet<String> values(InstanceTraits instance) {
            return instance.taskGroups();
        }

        @Override
        public boolean has(InstanceTraits instance, String value) {
            return instance.hasTaskGroup(value);
        }
    }

    record AgentVersion() implements Ordered {
        @Override
        public String text() {
            return "agentVersion";
        }
    }

    record RegisteredAt() implements Ordered {
        @Override
        public String text() {
            return "registeredAt";
        }
    }

    record RunningTasksCount() implements Ordered {
        @Override
        public String text() {
            return "runningTasksCount";
        }
    }

    private static EnumSet<Operator> onTexts() {
        return EnumSet.of(
                Operator.EQUALS,
                Operator.NOT_EQUALS,
                Operator.IN,
                Operator.NOT_IN,
                Operator.MATCHES,
                Operator.NOT_MATCHES);
    }

    private static EnumSet<Operator> onTextsThatMayBeMissing() {
        EnumSet<Operator> operators = onTexts();
        operators.add(Operator.EXISTS);
        operators.add(Operator.NOT_EXISTS);
        return operators;
    }
}

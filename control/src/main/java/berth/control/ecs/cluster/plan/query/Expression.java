package berth.control.ecs.cluster.plan.query;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression of the cluster query language, ready to be evaluated.
///
/// A subject that isn't there satisfies no operator but `!exists`. ECS: `attribute:stack != prod` is about the
/// instances that have the attribute, with another value. Of a subject with many values, the groups of the tasks
/// on an instance, one value satisfies `==`, `in` and `=~`, and `!=`, `!in` and `!~` hold where none does.
public sealed interface Expression {

    /// Whether a container instance satisfies it.
    boolean matches(InstanceTraits instance);

    /// @throws berth.kernel.FaultException InvalidParameterException `Invalid expression …`
    static Expression parse(String text) {
        return new Parser(text).parse();
    }

    record And(List<Expression> all) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            return all.stream().allMatch(one -> one.matches(instance));
        }
    }

    record Or(List<Expression> any) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            return any.stream().anyMatch(one -> one.matches(instance));
        }
    }

    record Not(Expression inner) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            return !inner.matches(instance);
        }
    }

    /// `exists` and `!exists`.
    record Presence(Subject.Texts subject, boolean wanted) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            return wanted != subject.values(instance).isEmpty();
        }
    }

    /// `==`, `in`, and with `negative` `!=` and `!in`.
    record OneOf(Subject.Texts subject, List<String> values, boolean negative) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            boolean found = values.stream().anyMatch(value -> subject.has(instance, value));
            return negative ? !found && !subject.values(instance).isEmpty() : found;
        }
    }

    /// `=~`, and with `negative` `!~`.
    record Like(Subject.Texts subject, Regex regex, boolean negative) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            var values = subject.values(instance);
            boolean found = values.stream().anyMatch(regex::matches);
            return negative ? !found && !values.isEmpty() : found;
        }
    }

    record Version(Operator operator, List<Integer> argument) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            @Nullable List<Integer> version = Versions.parse(instance.agentVersion());
            return version != null && operator.holds(Versions.compare(version, argument));
        }
    }

    record Registered(Operator operator, Instant argument) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            return operator.holds(instance.registeredAt().compareTo(argument));
        }
    }

    record RunningTasks(Operator operator, int argument) implements Expression {
        @Override
        public boolean matches(InstanceTraits instance) {
            return operator.holds(Integer.compare(instance.runningTasksCount(), argument));
        }
    }
}

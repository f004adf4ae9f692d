package berth.control.ecs.taskdef;

import berth.control.ecs.taskdef.model.Deletion;
import berth.control.ecs.taskdef.model.LastRevision;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How task definitions are found.
public final class TaskDefinitionViews {
    /// Ids sort by family and then by number: `family:0000000001`.
    public static final Index<TaskDefinition> BY_FAMILY = Index.of("taskdef.by-family", TaskDefinition::family);

    public static final Kind<TaskDefinition> TASK_DEFINITIONS =
            Kind.of("task-definition", TaskDefinition.class, TaskDefinitionViews::id, BY_FAMILY);

    /// What is DELETE_IN_PROGRESS, by `family:revision`.
    public static final Kind<Deletion> DELETIONS =
            Kind.of("task-definition-deletion", Deletion.class, Deletion::definition);

    /// Families of which the newest revision was deleted, by name.
    public static final Kind<LastRevision> LAST_REVISIONS =
            Kind.of("last-revision", LastRevision.class, LastRevision::family);

    private TaskDefinitionViews() {}

    private static String id(TaskDefinition definition) {
        return id(definition.family(), definition.revision());
    }

    /// The key of a row.
    public static String id(String family, int revision) {
        String digits = Integer.toString(revision);
        return family + ':' + "0".repeat(10 - digits.length()) + digits;
    }

    /// What a `taskDefinition` parameter names: `family` and an ARN without revision are the latest ACTIVE revision,
    /// `family:revision` and a whole ARN are that one, whatever its status. Null if there is none.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for a revision that is no number
    public static @Nullable TaskDefinition find(State state, Account account, String parameter) {
        String name = ownName(account, parameter);
        if (name == null) {
            return null;
        }
        int colon = name.indexOf(':');
        if (colon < 0) {
            return latestActive(state, name);
        }
        OptionalInt revision = revision(name.substring(colon + 1));
        return revision.isEmpty()
                ? null
                : state.find(TASK_DEFINITIONS, id(name.substring(0, colon), revision.getAsInt()));
    }

    /// `family` or `family:revision` of a parameter; null for an ARN of something else or of somewhere else.
    public static @Nullable String ownName(Account account, String parameter) {
        if (!Arn.looksLike(parameter)) {
            return parameter;
        }
        String prefix = account.ecs("task-definition", "");
        return parameter.startsWith(prefix) ? parameter.substring(prefix.length()) : null;
    }

    /// The latest ACTIVE revision of a family, or null.
    public static @Nullable TaskDefinition latestActive(State state, String family) {
        for (String id : state.ids(BY_FAMILY, family).descendingSet()) {
            TaskDefinition definition = state.find(TASK_DEFINITIONS, id);
            if (definition != null && definition.status() == TaskDefinition.Status.ACTIVE) {
                return definition;
            }
        }
        return null;
    }

    /// The number that the next registration in a family gets: none is used again, not even of a deleted one.
    public static int nextRevision(State state, String family) {
        var ids = state.ids(BY_FAMILY, family);
        int last = ids.isEmpty() ? 0 : Integer.parseInt(ids.last().substring(family.length() + 1));
        LastRevision deleted = state.find(LAST_REVISIONS, family);
        return Math.max(last, deleted == null ? 0 : deleted.revision()) + 1;
    }

    /// A revision's number; empty for one that is too large for any definition to have it.
    private static OptionalInt revision(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Fault.invalidParameter("Invalid revision number. Number: " + text)
                    .raise();
        }
        return text.length() > 9 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /// The definition that a task or service refers to as `family:revision`, or null.
    public static @Nullable TaskDefinition byName(State state, String name) {
        int colon = name.lastIndexOf(':');
        return state.find(TASK_DEFINITIONS, id(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1))));
    }
}

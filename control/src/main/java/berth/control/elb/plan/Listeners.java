package berth.control.elb.plan;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;

/// What goes with a listener.
public final class Listeners {
    private Listeners() {}

    /// Deletes a listener and its rules.
    public static List<Change> delete(State state, Listener listener) {
        List<Change> changes = new ArrayList<>();
        for (ListenerRule rule : ElbViews.rules(state, listener.arn())) {
            changes.add(Change.delete(ElbViews.RULES, rule.arn()));
        }
        changes.add(Change.delete(ElbViews.LISTENERS, listener.arn()));
        return changes;
    }
}

package berth.control.elb;

import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.DrainPlanner;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.Collection;
import java.util.function.Consumer;

/// Lets drained targets go. Keys are ARNs of target groups.
public final class TargetReconciler implements Reconciler {
    @Override
    public String name() {
        return "targets";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        switch (change) {
            case Change.Put<?> put -> {
                switch (put.row()) {
                    case Target target -> wake.accept(target.targetGroupArn());
                    case TargetGroup group -> wake.accept(group.arn());
                    case ListenerRule rule -> keys(state).forEach(wake);
                    default -> {}
                }
            }
            // Which groups a deleted rule named is not known any more: all are looked at.
            case Change.Deleted<?> deleted -> {
                if (deleted.kind().name().equals(ElbViews.RULES.name())) {
                    keys(state).forEach(wake);
                }
            }
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.keys(ElbViews.TARGETS_BY_GROUP);
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        DrainPlanner.Step step = DrainPlanner.step(state, key, context.now());
        return new Plan(step.changes(), step.lookAgain());
    }
}

package berth.control.ecs.service.plan;

import static berth.control.ecs.service.plan.Copy.Phase.HEALTHY;
import static berth.control.ecs.service.plan.Copy.Phase.SETTLING;
import static berth.control.ecs.service.plan.Copy.Phase.STARTING;
import static berth.control.ecs.service.plan.Copy.Phase.STOPPING;
import static berth.control.ecs.service.plan.Copy.Phase.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.Step.Why;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentPlannerTest {
    private static final int NEW = 0;
    private static final int OLD = 1;

    @Test
    void aNewServiceStartsAllItsTasksAtOnce() {
        Step step = new Fleet(3, 100, 200).plan();

        assertThat(step.start()).isEqualTo(3);
        assertThat(step.stops()).isEmpty();
        assertThat(step.steady()).isFalse();
    }

    @Test
    void fourTasksAtFiftyAndHundredPercentGoTwoByTwo() {
        Fleet fleet = new Fleet(4, 50, 100).with(4, OLD, HEALTHY);

        Step first = fleet.plan();
        assertThat(first.start()).isZero();
        assertThat(first.stops()).hasSize(2).allMatch(stop -> !stop.copy().isNew());

        fleet.take(first);
        assertThat(fleet.plan().nothing())
                .as("stopping tasks count towards upper")
                .isTrue();

        fleet.forgetStopped();
        Step second = fleet.plan();
        assertThat(second.start()).isEqualTo(2);
        assertThat(second.stops()).isEmpty();

        fleet.take(second);
        assertThat(fleet.plan().nothing()).isTrue();
        fleet.all(STARTING, SETTLING);
        assertThat(fleet.plan().nothing()).isTrue();
        fleet.all(SETTLING, HEALTHY);
        assertThat(fleet.plan().stops()).hasSize(2);
    }

    @Test
    void fourTasksAtHundredAndTwoHundredPercentStartFourAndStopOneForEachHealthyOne() {
        Fleet fleet = new Fleet(4, 100, 200).with(4, OLD, HEALTHY);

        Step first = fleet.plan();
        assertThat(first.start()).isEqualTo(4);
        assertThat(first.stops()).isEmpty();

        fleet.take(first);
        fleet.all(STARTING, SETTLING);
        fleet.move(fleet.copies.getLast(), HEALTHY);
        assertThat(fleet.plan().stops()).hasSize(1);

        fleet.all(SETTLING, HEALTHY);
        Step last = fleet.plan();
        assertThat(last.start()).isZero();
        assertThat(last.stops()).hasSize(4);
    }

    @Test
    void aTaskThatRunsButHasNotSettledDoesNotReplaceAnOldOne() {
        Fleet fleet = new Fleet(1, 100, 200).with(1, OLD, HEALTHY).with(1, NEW, SETTLING);

        assertThat(fleet.plan().nothing()).isTrue();
    }

    @Test
    void tasksOnADrainingInstanceAreReplacedWithinThePercents() {
        Fleet fleet = new Fleet(2, 100, 200).with(2, NEW, HEALTHY).drain(1, HEALTHY);

        Step first = fleet.plan();
        assertThat(first.start()).isEqualTo(1);
        assertThat(first.stops()).isEmpty();
        assertThat(first.steady()).isFalse();

        fleet.take(first);
        fleet.all(STARTING, HEALTHY);
        Step second = fleet.plan();
        assertThat(second.start()).isZero();
        assertThat(second.stops())
                .singleElement()
                .satisfies(stop -> assertThat(stop.why()).isEqualTo(Why.DRAINING))
                .satisfies(stop -> assertThat(stop.copy().leaving()).isTrue());

        fleet.take(second);
        fleet.forgetStopped();
        assertThat(fleet.plan().steady()).isTrue();
    }

    @Test
    void aTaskThatDoesNotRunYetLeavesADrainingInstanceAtOnce() {
        Fleet fleet = new Fleet(2, 100, 200)
                .with(1, NEW, HEALTHY)
                .with(1, NEW, STARTING)
                .drain(1, STARTING);

        Step step = fleet.plan();
        assertThat(step.start()).isEqualTo(1);
        assertThat(step.stops())
                .singleElement()
                .satisfies(stop -> assertThat(stop.why()).isEqualTo(Why.DRAINING));
    }

    @Test
    void drainingWithoutAnyRoomIsStuck() {
        Step step =
                new Fleet(2, 100, 100).with(2, NEW, HEALTHY).drain(1, HEALTHY).plan();

        assertThat(step.nothing()).isTrue();
        assertThat(step.stuck()).isTrue();
    }

    @Test
    void drainingMayStopFirstWhereThePercentsAllowIt() {
        Step step =
                new Fleet(2, 50, 100).with(2, NEW, HEALTHY).drain(2, HEALTHY).plan();

        assertThat(step.start()).isZero();
        assertThat(step.stops()).hasSize(1);
    }

    @Test
    void withoutRoomAboveTheCountTheOldTaskGoesFirst() {
        Fleet fleet = new Fleet(1, 0, 100).with(1, OLD, HEALTHY);

        assertThat(fleet.plan().stops()).hasSize(1);
        fleet.take(fleet.plan());
        assertThat(fleet.plan().start()).isZero();
        fleet.forgetStopped();
        assertThat(fleet.plan().start()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"3,100,125", "2,75,100", "2,100,100", "1,100,199"})
    void percentsThatLeaveNoRoomAreSaidToBeStuck(int desired, int minimum, int maximum) {
        Step step =
                new Fleet(desired, minimum, maximum).with(desired, OLD, HEALTHY).plan();

        assertThat(step.nothing()).isTrue();
        assertThat(step.stuck()).isTrue();
    }

    @Test
    void waitingForAStopIsNotStuck() {
        Fleet fleet = new Fleet(4, 50, 100).with(2, OLD, HEALTHY).with(2, OLD, STOPPING);

        assertThat(fleet.plan().stuck()).isFalse();
    }

    @Test
    void oldTasksThatAreUnhealthyOrDoNotRunGoFirstAndThenTheOldestDeployment() {
        Fleet fleet =
                new Fleet(4, 50, 200).with(1, OLD, HEALTHY).with(2, 2, HEALTHY).with(1, OLD, UNHEALTHY);

        List<Step.Stop> stops = fleet.plan().stops();

        assertThat(stops).extracting(stop -> stop.copy().phase()).containsExactly(UNHEALTHY, HEALTHY);
        assertThat(stops.get(1).copy().deployment()).isEqualTo(2);
    }

    @Test
    void oldTasksThatNeverRanAreStoppedAtOnce() {
        Fleet fleet = new Fleet(2, 100, 200).with(2, OLD, STARTING);

        assertThat(fleet.plan().start()).isEqualTo(2);
        assertThat(fleet.plan().stops()).hasSize(2);
    }

    @Test
    void aDeadTaskIsReplacedInTheVeryNextStepWhileItStops() {
        Fleet fleet = new Fleet(2, 100, 200).with(1, NEW, HEALTHY).with(1, NEW, STOPPING);

        assertThat(fleet.plan().start()).isEqualTo(1);
    }

    @Test
    void scalingInStopsTasksThatDoNotRunYetAndThenTheYoungest() {
        Fleet fleet = new Fleet(1, 100, 200).with(2, NEW, HEALTHY).with(1, NEW, STARTING);

        List<Step.Stop> stops = fleet.plan().stops();

        assertThat(stops).extracting(stop -> stop.copy().id()).containsExactly("t003", "t002");
    }

    @Test
    void scalingToNothingStopsEverything() {
        Fleet fleet = new Fleet(0, 100, 200).with(2, NEW, HEALTHY).with(1, NEW, STARTING);

        assertThat(fleet.plan().stops()).hasSize(3);
        assertThat(new Fleet(0, 100, 200).plan().steady()).isTrue();
    }

    @Test
    void aPacedServiceStartsNothingAndIsNotStuck() {
        Step step = DeploymentPlanner.plan(new Situation(2, 2, 4, false, true, -1, 0, List.of()));

        assertThat(step.nothing()).isTrue();
        assertThat(step.stuck()).isFalse();
    }

    @Test
    void anUnhealthyTaskIsStoppedOnlyWhenItsReplacementIsHealthy() {
        Fleet fleet = new Fleet(2, 100, 200).with(1, NEW, HEALTHY).with(1, NEW, UNHEALTHY);

        Step first = fleet.plan();
        assertThat(first.start()).isEqualTo(1);
        assertThat(first.stops()).isEmpty();

        fleet.take(first);
        assertThat(fleet.plan().nothing()).isTrue();
        fleet.all(STARTING, HEALTHY);
        assertThat(fleet.plan().stops()).singleElement().satisfies(stop -> {
            assertThat(stop.copy().phase()).isEqualTo(UNHEALTHY);
            assertThat(stop.why()).isEqualTo(Why.UNHEALTHY);
        });
    }

    @Test
    void withoutRoomUnhealthyTasksGoOneAtATime() {
        Fleet fleet = new Fleet(2, 50, 100).with(2, NEW, UNHEALTHY);

        assertThat(fleet.plan().stops()).hasSize(1);
        fleet.take(fleet.plan());
        assertThat(fleet.plan().nothing()).isTrue();
        fleet.forgetStopped();
        assertThat(fleet.plan().start()).isEqualTo(1);
        assertThat(fleet.plan().stops()).isEmpty();
    }

    @Test
    void whereAReplacementFindsNoPlaceTheUnhealthyTaskMakesRoom() {
        Fleet fleet = new Fleet(1, 100, 200).with(1, NEW, UNHEALTHY);

        Step step = DeploymentPlanner.plan(new Situation(1, 1, 2, true, false, -1, 0, fleet.copies));

        assertThat(step.stops()).hasSize(1);
    }

    @Test
    void aReplacementThatIsUnhealthyTooBringsTheNumberBack() {
        Fleet fleet = new Fleet(2, 100, 200).with(1, NEW, HEALTHY).with(2, NEW, UNHEALTHY);

        assertThat(fleet.plan().stops()).hasSize(1);
    }

    @Test
    void aTaskThatWasLostInADeploymentIsReplacedWithItsOwnRevision() {
        Fleet fleet = new Fleet(4, 100, 200).with(4, NEW, STARTING).with(3, OLD, HEALTHY);

        Step step = DeploymentPlanner.plan(fleet.losing(OLD, 4));

        assertThat(step.restart()).isEqualTo(1);
        assertThat(DeploymentPlanner.plan(fleet.losing(OLD, 3)).restart()).isZero();
    }

    @Test
    void aReplacementOfALostOldTaskIsNotStoppedBeforeItIsNeedless() {
        Fleet fleet = new Fleet(1, 100, 200).with(1, NEW, STARTING).with(1, OLD, STARTING);

        assertThat(DeploymentPlanner.plan(fleet.losing(OLD, 1)).nothing()).isTrue();
        fleet.move(fleet.copies.getFirst(), HEALTHY);
        assertThat(DeploymentPlanner.plan(fleet.losing(OLD, 1)).stops()).hasSize(1);
    }

    @Test
    void steadyMeansAllNewAllHealthyAndNothingElse() {
        assertThat(new Fleet(2, 100, 200).with(2, NEW, HEALTHY).plan().steady()).isTrue();
        for (Phase phase : Phase.values()) {
            Fleet more = new Fleet(2, 100, 200).with(2, NEW, HEALTHY).with(1, OLD, phase);
            assertThat(more.plan().steady()).as("one old task %s", phase).isFalse();
        }
    }

    /// The whole cross product of phase, age and room: what may become of a single task next to a healthy one.
    @ParameterizedTest
    @CsvSource({
        "HEALTHY,   0, 100, 200, 0, false",
        "HEALTHY,   1, 100, 200, 1, false",
        "HEALTHY,   1,   0, 100, 0, true",
        "SETTLING,  0, 100, 200, 0, false",
        "SETTLING,  1, 100, 200, 1, false",
        "SETTLING,  1,   0, 100, 0, true",
        "STARTING,  0, 100, 200, 0, false",
        "STARTING,  1, 100, 200, 1, true",
        "STARTING,  1,   0, 100, 0, true",
        "UNHEALTHY, 0, 100, 200, 1, false",
        "UNHEALTHY, 1, 100, 200, 1, false",
        "UNHEALTHY, 0,   0, 100, 0, true",
        "UNHEALTHY, 1,   0, 100, 0, true",
        "STOPPING,  0, 100, 200, 1, false",
        "STOPPING,  1, 100, 200, 1, false",
        "STOPPING,  0,   0, 100, 0, false",
    })
    void aLoneTaskInEachPhase(Phase phase, int deployment, int minimum, int maximum, int starts, boolean stopped) {
        Step step = new Fleet(1, minimum, maximum).with(1, deployment, phase).plan();

        assertThat(step.start()).isEqualTo(starts);
        assertThat(step.stops()).hasSize(stopped ? 1 : 0);
    }

    @Test
    void protectedOldTasksStayAndHoldTheDeploymentUpUntilTheirProtectionEnds() {
        Fleet fleet = new Fleet(2, 100, 150).with(2, OLD, HEALTHY).guardAll();

        Step first = fleet.plan();
        assertThat(first.start()).as("3 - 2").isEqualTo(1);
        fleet.take(first);
        fleet.all(STARTING, HEALTHY);

        Step held = fleet.plan();
        assertThat(held.nothing()).isTrue();
        assertThat(held.held()).hasSize(2).allMatch(Copy::guarded);
        assertThat(held.stuck()).isFalse();
        assertThat(held.steady()).isFalse();

        fleet.guard(fleet.copies.getFirst(), false);
        assertThat(fleet.plan().stops())
                .extracting(stop -> stop.copy().id())
                .containsExactly(fleet.copies.getFirst().id());
    }

    @Test
    void protectedTasksAreNotScaledIn() {
        Fleet fleet = new Fleet(1, 100, 200).with(3, NEW, HEALTHY);
        fleet.guard(fleet.copies.get(2), true);

        Step step = fleet.plan();
        assertThat(step.stops())
                .extracting(Step.Stop::copy)
                .noneMatch(Copy::guarded)
                .hasSize(2);
        assertThat(step.held()).isEmpty();

        fleet.guardAll();
        Step held = fleet.plan();
        assertThat(held.stops()).isEmpty();
        assertThat(held.held()).hasSize(3);
        assertThat(held.steady()).isFalse();
    }

    @Test
    void aTaskThatRunsIsNotGivenUpForAProtectedOneThatDoesNotYet() {
        Fleet fleet = new Fleet(3, 100, 200)
                .with(1, NEW, STARTING)
                .guardAll()
                .with(1, NEW, SETTLING)
                .with(2, NEW, HEALTHY);

        assertThat(fleet.plan().nothing()).isTrue();
        fleet.all(SETTLING, HEALTHY);
        assertThat(fleet.plan().nothing()).isTrue();
        fleet.all(STARTING, HEALTHY);
        assertThat(fleet.plan().stops())
                .hasSize(1)
                .noneMatch(stop -> stop.copy().guarded());
    }

    @Test
    void protectionDoesNotKeepAnUnhealthyTask() {
        Fleet fleet = new Fleet(1, 100, 200).with(1, NEW, UNHEALTHY).guardAll().with(1, NEW, HEALTHY);

        assertThat(fleet.plan().stops()).extracting(Step.Stop::why).containsExactly(Why.UNHEALTHY);
    }
}

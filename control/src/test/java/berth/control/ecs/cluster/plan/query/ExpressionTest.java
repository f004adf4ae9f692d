package berth.control.ecs.cluster.plan.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.kernel.FaultException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    /// Every subject with every operator that it has, by sign and by word: once so that it holds and once so that
    /// it doesn't.
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            agentConnected == true;                                agentConnected == false
            agentConnected equals true;                            agentConnected equals yes
            agentConnected != false;                               agentConnected != true
            agentConnected not_equals false;                       agentConnected not_equals true
            agentConnected in [true, maybe];                       agentConnected in [false]
            agentConnected !in [false];                            agentConnected !in [true, false]
            agentConnected not_in [false];                         agentConnected not_in [true]
            agentConnected =~ t.*;                                 agentConnected =~ f.*
            agentConnected matches tru[e];                         agentConnected matches tru
            agentConnected !~ f.*;                                 agentConnected !~ .*
            agentConnected not_matches f.*;                        agentConnected not_matches t.*
            agentVersion == 1.9.3;                                 agentVersion == 1.9.30
            agentVersion equals 1.9.3.0;                           agentVersion equals 1.9
            agentVersion != 1.10.0;                                agentVersion != 1.9.3
            agentVersion not_equals 1.9;                           agentVersion not_equals 1.9.3
            agentVersion > 1.9.2;                                  agentVersion > 1.10.0
            agentVersion greater_than 1.9;                         agentVersion greater_than 1.9.3
            agentVersion >= 1.9.3;                                 agentVersion >= 1.9.4
            agentVersion greater_than_equal 1;                     agentVersion greater_than_equal 2
            agentVersion < 1.10;                                   agentVersion < 1.9.3
            agentVersion less_than 1.9.10;                         agentVersion less_than 1.9.3
            agentVersion <= 1.9.3;                                 agentVersion <= 1.9.2
            agentVersion less_than_equal 1.10.0;                   agentVersion less_than_equal 1.9
            attribute:stack == prod;                               attribute:stack == Prod
            attribute:stack equals prod;                           attribute:stack equals pro
            attribute:stack != test;                               attribute:stack != prod
            attribute:stack not_equals test;                       attribute:stack not_equals prod
            attribute:stack exists;                                attribute:none exists
            attribute:flag exists;                                 attribute:flag !exists
            attribute:none !exists;                                attribute:stack !exists
            attribute:none not_exists;                             attribute:stack not_exists
            attribute:ecs.instance-type in [t2.small, m5.large];   attribute:ecs.instance-type in [t2.small]
            attribute:stack !in [test, dev];                       attribute:stack !in [test, prod]
            attribute:stack not_in [test];                         attribute:stack not_in [prod]
            attribute:ecs.instance-type =~ m5.*;                   attribute:ecs.instance-type =~ m5
            attribute:ecs.instance-type matches '(m|t)5[.]large';  attribute:ecs.instance-type matches 5.large
            attribute:stack !~ t.*;                                attribute:stack !~ p.*
            attribute:stack not_matches t.*;                       attribute:stack not_matches prod
            ec2InstanceId == i-0abc;                               ec2InstanceId == i-1
            ec2InstanceId equals i-0abc;                           ec2InstanceId equals i-1
            ec2InstanceId != i-1;                                  ec2InstanceId != i-0abc
            ec2InstanceId not_equals i-1;                          ec2InstanceId not_equals i-0abc
            ec2InstanceId in ['i-1', 'i-0abc'];                    ec2InstanceId in ['i-1']
            ec2InstanceId !in [i-1];                               ec2InstanceId !in [i-0abc]
            ec2InstanceId not_in [i-1];                            ec2InstanceId not_in [i-0abc]
            ec2InstanceId =~ i-0.*;                                ec2InstanceId =~ 0abc
            ec2InstanceId matches i-.*;                            ec2InstanceId matches j-.*
            ec2InstanceId !~ i-1.*;                                ec2InstanceId !~ i-0.*
            ec2InstanceId not_matches j.*;                         ec2InstanceId not_matches i.*
            registeredAt == 2018-06-18T22:28:28+00:00;             registeredAt == 2018-06-18T22:28:29+00:00
            registeredAt equals 2018-06-18T22:28:28Z;              registeredAt equals 2018-06-18
            registeredAt != 2018-06-18;                            registeredAt != 2018-06-18T22:28:28
            registeredAt not_equals 2018-06-18;                    registeredAt not_equals 2018-06-18T20:28:28-02:00
            registeredAt > 2018-06-18;                             registeredAt > 2018-06-18T22:28:28
            registeredAt greater_than 2018-06-18T22:28:27;         registeredAt greater_than 2018-06-19
            registeredAt >= 2018-06-18T22:28:28Z;                  registeredAt >= 2018-06-19
            registeredAt greater_than_equal 2018-06-18;            registeredAt greater_than_equal 2019-01-01
            registeredAt < 2018-06-19;                             registeredAt < 2018-06-18
            registeredAt less_than 2018-06-19;                     registeredAt less_than 2018-06-18T22:28:28
            registeredAt <= 2018-06-18T22:28:28;                   registeredAt <= 2018-06-18T22:28:27
            registeredAt less_than_equal 2018-06-19;               registeredAt less_than_equal 2018-06-18
            runningTasksCount == 2;                                runningTasksCount == 1
            runningTasksCount equals 2;                            runningTasksCount equals 3
            runningTasksCount != 1;                                runningTasksCount != 2
            runningTasksCount not_equals 1;                        runningTasksCount not_equals 2
            runningTasksCount > 1;                                 runningTasksCount > 2
            runningTasksCount greater_than 1;                      runningTasksCount greater_than 10
            runningTasksCount >= 2;                                runningTasksCount >= 3
            runningTasksCount greater_than_equal 2;                runningTasksCount greater_than_equal 3
            runningTasksCount < 10;                                runningTasksCount < 2
            runningTasksCount less_than 3;                         runningTasksCount less_than 2
            runningTasksCount <= 2;                                runningTasksCount <= 1
            runningTasksCount less_than_equal 2;                   runningTasksCount less_than_equal 1
            task:group == service:web;                             task:group == service:api
            task:group equals database;                            task:group equals data
            task:group != service:api;                             task:group != database
            task:group not_equals x;                               task:group not_equals service:web
            task:group exists;                                     task:group !exists
            task:group in [x, database];                           task:group in [x, y]
            task:group !in [x];                                    task:group !in [x, database]
            task:group not_in [x];                                 task:group not_in [database]
            task:group =~ service:.*;                              task:group =~ job.*
            task:group matches data.*;                             task:group matches base
            task:group !~ job.*;                                   task:group !~ data.*
            task:group not_matches job;                            task:group not_matches service.*
            """)
    void anOperatorHoldsOrDoesNot(String holds, String doesNot) {
        assertThat(Expression.parse(holds).matches(Traits.sample())).isTrue();
        assertThat(Expression.parse(doesNot).matches(Traits.sample())).isFalse();
    }

    @Test
    void everySubjectIsTriedWithEveryOperatorThatItHasAndRefusesAllOthers() {
        List<Subject> subjects = List.of(
                new Subject.AgentConnected(),
                new Subject.AgentVersion(),
                new Subject.Attribute("stack"),
                new Subject.Ec2InstanceId(),
                new Subject.RegisteredAt(),
                new Subject.RunningTasksCount(),
                new Subject.TaskGroup());
        for (Subject subject : subjects) {
            for (Operator operator : Operator.values()) {
                String text = subject.text() + ' ' + operator.sign() + ' ' + argument(subject, operator);
                if (subject.operators().contains(operator)) {
                    assertThat(Expression.parse(text)).isNotNull();
                } else {
                    assertThatThrownBy(() -> Expression.parse(text))
                            .isInstanceOf(FaultException.class)
                            .hasMessageContaining("has no operator " + operator.sign());
                }
            }
        }
    }

    private static String argument(Subject subject, Operator operator) {
        String value = subject instanceof Subject.RegisteredAt ? "2018-06-18" : "1";
        return switch (operator) {
            case EXISTS, NOT_EXISTS -> "";
            case IN, NOT_IN -> "[" + value + "]";
            case EQUALS, NOT_EQUALS, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, MATCHES, NOT_MATCHES -> value;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute:stack == prod",
                "attribute:stack != prod",
                "attribute:stack in [prod]",
                "attribute:stack !in [prod]",
                "attribute:stack =~ .*",
                "attribute:stack !~ .*",
                "attribute:stack exists",
                "ec2InstanceId != i-1",
                "task:group != x",
                "task:group exists",
                "agentVersion > 0",
                "agentVersion != 1.0"
            })
    void whatIsNotThereSatisfiesNothing(String expression) {
        assertThat(Expression.parse(expression).matches(Traits.bare())).isFalse();
    }

    @Test
    void whatIsNotThereDoesNotExist() {
        assertThat(Expression.parse("attribute:stack !exists").matches(Traits.bare()))
                .isTrue();
        assertThat(Expression.parse("not(task:group == database)").matches(Traits.bare()))
                .isTrue();
    }

    /// T stands for what holds, F for what doesn't.
    @ParameterizedTest
    @CsvSource({
        "T or F and F,     true",
        "(T or F) and F,   false",
        "F and F or T,     true",
        "F and (F or T),   false",
        "not F and F,      false",
        "not (F and F),    true",
        "!T or T,          true",
        "!(T or T),        false",
        "! ! T,            true",
        "not not not T,    false",
        "T && F || T,      true",
        "T&&(F||F),        false",
        "((T)),            true",
        "!F&&!F,           true",
        "T and T and F,    false",
        "F or F or T,      true"
    })
    void notBindsStrongerThanAndAndAndStrongerThanOr(String shape, boolean expected) {
        String expression = shape.replace("T", "attribute:stack==prod").replace("F", "attribute:stack==test");
        assertThat(Expression.parse(expression).matches(Traits.sample())).isEqualTo(expected);
    }

    @Test
    void quotesHoldWhatWouldEndAnArgument() {
        var expression = (Expression.OneOf) Expression.parse("attribute:a in ['x, y', 'b)', c, '' ]");
        assertThat(expression.values()).containsExactly("x, y", "b)", "c", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            ' ';                                     it is empty
            stack == prod;                           'stack == prod' at character 1 is no subject
            attribute: == prod;                      is no subject
            attribute:stack;                         there is no operator after attribute:stack
            attribute:stack = prod;                  there is no operator
            attribute:stack ==;                      an argument is missing at character 19
            attribute:stack == 'prod;                the quote at character 20 is never closed
            attribute:stack == a b;                  'b' was not expected at character 22
            attribute:stack == prod and;             is no subject
            (attribute:stack == prod;                a ) is missing at character 25
            attribute:stack == prod);                ')' was not expected
            attribute:stack in prod;                 a list in [ ] is missing
            attribute:stack in [a;                   a ] is missing
            attribute:stack in [];                   an argument is missing
            attribute:stack in [a,];                 an argument is missing
            attribute:stack =~ '(';                  can't be compared with what follows =~
            attribute:stack =~ '(a)\\1';              can't be compared with what follows =~
            agentVersion == new;                     can't be compared
            runningTasksCount > many;                can't be compared
            runningTasksCount > -1;                  can't be compared
            registeredAt > 2018-13-01;               can't be compared
            registeredAt > yesterday;                can't be compared
            """)
    void whatIsWrongIsSaidWithItsPlace(String expression, String why) {
        String text = expression.equals("' '") ? " " : expression;
        assertThatThrownBy(() -> Expression.parse(text)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().code()).isEqualTo("InvalidParameterException");
            assertThat(e.fault().message())
                    .startsWith("Invalid expression '" + text + "'")
                    .contains(why);
        });
    }

    @Test
    void anExpressionOfMoreThan2000CharactersIsRefused() {
        String longest = "attribute:a == " + "x".repeat(1985);
        assertThat(Expression.parse(longest)).isNotNull();
        assertThatThrownBy(() -> Expression.parse(longest + 'x')).hasMessageContaining("at most 2000 are allowed");
    }

    @Test
    void deepNestingIsRefusedRatherThanFollowed() {
        assertThatThrownBy(() -> Expression.parse("(".repeat(900) + "task:group exists" + ")".repeat(900)))
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Expression.parse("!".repeat(1900) + "task:group exists"))
                .hasMessageContaining("nested deeper");
        String wide = "(task:group exists) and ".repeat(80) + "task:group exists";
        assertThat(Expression.parse(wide).matches(Traits.sample())).isTrue();
    }

    /// The first three take java.util.regex longer than anybody can wait.
    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(a*)*b", "((a{0,9}){0,9}){0,9}b", "(.*)(.*)(.*)(.*)(.*)b"})
    void noPatternHangs(String pattern) {
        var traits = Traits.sample();
        traits.attributes().put("long", "a".repeat(128));
        boolean matches = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                return Expression.parse("attribute:long =~ '" + pattern + "'").matches(traits);
            } catch (FaultException refused) {
                return false;
            }
        });
        assertThat(matches).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(((a{100}){100}){100}){100}", "a{1000}b{1000}", "(a{1,30}){1,30}"})
    void aPatternThatCompilesToSomethingLargeIsRefused(String pattern) {
        assertThatThrownBy(() -> Expression.parse("attribute:stack =~ '" + pattern + "'"))
                .hasMessageContaining("Invalid expression");
    }
}

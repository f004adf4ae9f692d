package berth.control.logs.plan.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.kernel.FaultException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsightsQueryTest {
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    /// Oldest first, one a minute from 12:00.
    private static final List<String> WEB = List.of(
            "{\"level\":\"info\",\"path\":\"/a\",\"status\":200,\"ms\":10,\"user\":{\"id\":1},\"tags\":[\"x\",\"y\"]}",
            "{\"level\":\"error\",\"path\":\"/a\",\"status\":500,\"ms\":120.5,\"user\":{\"id\":2},\"ok\":false}",
            "{\"level\":\"error\",\"path\":\"/b\",\"status\":503,\"ms\":30,\"ok\":true}",
            "plain text with 7 words in the line",
            "{\"level\":\"info\",\"path\":\"/b\",\"status\":200,\"ms\":20}");

    /// Rows are divided by ` | `, fields by `, `; the pointer is left out.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "fields path, status | filter status >= 500 => path=/b, status=503 | path=/a, status=500",
                "fields ms | sort ms asc | limit 2 => ms=10 | ms=20",
                "fields ms | sort ms desc | limit 2 => ms=120.5 | ms=30",
                "fields @message | filter @message like 'plain' => @message=plain text with 7 words in the line",
                "filter @message like /(?i)PLAIN/ | fields strlen(@message) as n => n=35",
                "fields path | filter level = 'error' and path =~ /^.b/ => path=/b",
                "fields path | filter level in ['error', 'fatal'] and not (path = '/a') => path=/b",
                "fields status | filter level = \"error\" or status = 200 => status=200 | status=503 | status=500 | status=200",
                "fields status | filter status not in [200] and ispresent(status) => status=503 | status=500",
                "fields status | filter path not like '/a' and ispresent(path) => status=200 | status=503",
                "fields user.id, tags.1 | filter user.id < 2 => user.id=1, tags.1=y",
                "fields `user.id` | filter ispresent(user.id) => user.id=2 | user.id=1",
                "fields ok | filter ok = 'false' => ok=0",
                "fields ok | filter ok = true => ok=1",
                "stats count(*) => count(*)=5",
                "stats count(path) as n => n=4",
                "stats count(*) as n by level | sort n desc, level asc => level=error, n=2 | level=info, n=2 | n=1",
                "stats count(*) by level | sort count(*) asc | limit 1 => count(*)=1",
                "stats sum(ms), avg(ms), min(ms), max(ms) => sum(ms)=180.5, avg(ms)=45.125, min(ms)=10, max(ms)=120.5",
                "stats pct(ms, 50) as p50, pct(ms, 100) as p100 => p50=20, p100=120.5",
                "stats stddev(ms) as s => s=50.909",
                "stats min(level), max(path), min(@message) as m by none | fields m => min(level)=error, max(path)=/b, m=plain text with 7 words in the line",
                "stats min(a), max(a) => @x",
                "stats count_distinct(path) as paths => paths=2",
                "stats earliest(status) as first, latest(status) as last => first=200, last=200",
                "stats latest(ms) as last by path | sort path => path=/a, last=120.5 | path=/b, last=20 | @x",
                "stats count(*) by bin(2m) | sort bin(2m) => bin(2m)=2026-03-01 12:00:00.000, count(*)=2 | bin(2m)=2026-03-01 12:02:00.000, count(*)=2 | bin(2m)=2026-03-01 12:04:00.000, count(*)=1",
                "stats sum(ms) as s by bin(1h) as hour, level | filter s > 100 => hour=2026-03-01 12:00:00.000, level=error, s=150.5",
                "stats count(*) as n by level | stats max(n) as most => most=2",
                "stats count(*) by none => count(*)=5",
                "fields level | dedup level => level=info | @x | level=error",
                "fields level, none | dedup level, none | limit 2 => level=info | @x",
                "fields path, level | filter ispresent(path) | dedup path, level | limit 3 => path=/b, level=info | path=/b, level=error | path=/a, level=error",
                "parse @message 'plain * with * words*' as kind, count, rest | filter ispresent(kind) | display kind, count, rest => kind=text, count=7, rest= in the line",
                "parse @message /with (?<n>\\d+) words/ | filter ispresent(n) | fields n + 1 as m => m=8",
                "parse /with (\\d+) (\\w+)/ as n, what | filter n = 7 | display what, n => what=words, n=7",
                "fields toupper(level) as l | filter status = 500 => l=ERROR",
                "fields tolower('ABC') as l | limit 1 => l=abc",
                "fields trim('  a ') as a, ltrim('xyZfooxyZ', 'xyZ') as b, rtrim('xyZfooxyZ', 'xyZ') as c | limit 1 => a=a, b=fooxyZ, c=xyZfoo",
                "fields replace('foo', 'o', '0') as r, substr('xyZfooxyZ', 3, 3) as s, substr('abc', 1) as t | limit 1 => r=f00, s=foo, t=bc",
                "fields strcontains('abc', 'b') as yes, strcontains('abc', 'x') as no | limit 1 => yes=1, no=0",
                "fields concat('a', 1, path) as c | filter status = 503 => c=a1/b",
                "fields coalesce(none, path, 'x') as c | filter status = 503 => c=/b",
                "fields isempty(none) as a, isblank('  ') as b, isempty('x') as c | limit 1 => a=1, b=1, c=0",
                "fields abs(-3) as a, ceil(1.2) as b, floor(1.8) as c, round(1.5) as d, sqrt(9) as e | limit 1 => a=3, b=2, c=1, d=2, e=3",
                "fields greatest(1, 3, 2) as g, least(4, 2, 3) as l | limit 1 => g=3, l=2",
                "fields 2 + 3 * 4 as a, (2 + 3) * 4 as b, 2 ^ 3 ^ 2 as c, 10 % 3 as d, 7 / 2 as e, -2 - -3 as f | limit 1 => a=14, b=20, c=512, d=1, e=3.5, f=1",
                "fields datefloor(@timestamp, 1h) as f, dateceil(@timestamp, 1h) as c | filter status = 500 => f=2026-03-01 12:00:00.000, c=2026-03-01 13:00:00.000",
                "fields toMillis(@timestamp) - toMillis(datefloor(@timestamp, 1h)) as since | filter status = 500 => since=60000",
                "fields if(status >= 500, 'bad', 'good') as s | filter ispresent(status) | dedup s => s=good | s=bad",
                "fields @timestamp | filter status = 500 => @timestamp=2026-03-01 12:01:00.000",
                "fields @logStream, @log | limit 1 => @logStream=web/1, @log=111122223333:app",
                "fields path | fields status | filter status = 503 => path=/b, status=503",
                "fields path | display level | filter status = 503 => level=error",
                "fields none | limit 1 => @x",
                "filter status = 503 | fields ms / none as x, ms => ms=30",
                "filter none != 'a' | stats count(*) as n => n=5",
                "filter none = 'a' | stats count(*) as n => n=0",
                "filter ms > 20 # only slow ones => @timestamp=2026-03-01 12:02:00.000, @message={\"level\":\"error\",\"path\":\"/b\",\"status\":503,\"ms\":30,\"ok\":true} | @timestamp=2026-03-01 12:01:00.000, @message={\"level\":\"error\",\"path\":\"/a\",\"status\":500,\"ms\":120.5,\"user\":{\"id\":2},\"ok\":false}"
            })
    void aQueryAnswers(String query, String rows) {
        assertThat(shown(run(query))).isEqualTo(rows.strip());
    }

    /// CloudWatch, as reported by its users: "unexpected symbol found sort", after dedup.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "bogus command => unexpected symbol found bogus at line 1 and position 1",
                "dedup a | sort b => unexpected symbol found sort at line 1 and position 11",
                "fields a | => unexpected symbol found the end at line 1 and position 11",
                "fields => unexpected symbol found the end at line 1 and position 7",
                "filter a ! b => unexpected symbol found ! at line 1 and position 10",
                "filter a like /( / => no regular expression, or too large a one, at line 1 and position 15",
                "filter a in 'x' => unexpected symbol found 'x' at line 1 and position 13",
                "fields nothere(a) => unknown function nothere at line 1 and position 8",
                "fields strlen() => wrong number of arguments of strlen at line 1 and position 8",
                "stats a => unexpected symbol found a at line 1 and position 7",
                "stats avg() => unexpected symbol found ) at line 1 and position 11",
                "limit 0 => limit must be a whole number between 1 and 10000 at line 1 and position 7",
                "limit 10001 => limit must be a whole number",
                "limit x => unexpected symbol found x at line 1 and position 7",
                "parse 'a * *' as x => the pattern has 2 wildcards and 1 names at line 1 and position 7",
                "parse /a(b)/ => the regular expression has too few groups with names",
                "fields a | pattern @message => there is no command pattern here at line 1 and position 12",
                "fields bin(5x) => unexpected symbol found 5x at line 1 and position 12",
                "fields a as => unexpected symbol found the end",
                "filter a = 'b => unexpected symbol found ' at line 1 and position 12",
                "~~ => unexpected symbol found the end at line 1 and position 1"
            })
    void aTextThatIsNoQueryIsRefusedWithItsPosition(String query, String message) {
        FaultException refused = catchThrowableOfType(FaultException.class, () -> InsightsQuery.parse(query));

        assertThat(refused.fault().code()).isEqualTo("MalformedQueryException");
        assertThat(refused.fault().message()).startsWith(message.strip());
    }

    @Test
    void positionsCountFromTheBeginningOfTheirLine() {
        assertThatThrownBy(() -> InsightsQuery.parse("fields a\n| bogus b"))
                .hasMessageContaining("unexpected symbol found bogus at line 2 and position 3");
    }

    @Test
    void withoutASortRowsAreTheNewestUpToTheLimitAndNoMoreIsRead() {
        InsightsQuery.Run run = InsightsQuery.parse("fields @message").run(NOON, 3);
        int given = 0;
        for (; !run.full(); given++) {
            run.accept(NOON - given, NOON, "s", "l", "p", "m" + given);
        }

        assertThat(given).isEqualTo(3);
        assertThat(run.end()).hasSize(3);
        assertThat(run.scanned()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiterString = "=>",
            value = {
                "fields @timestamp, @message | sort @timestamp desc | limit 2 => true",
                "sort @timestamp desc | sort @timestamp desc | limit 2 => true",
                "sort @timestamp | limit 2 => false",
                "sort @timestamp desc, @message | limit 2 => false",
                "sort @message | sort @timestamp desc | limit 2 => false",
                "parse '*' as @timestamp | sort @timestamp desc | limit 2 => false",
                "fields 1 as @timestamp | sort @timestamp desc | limit 2 => false"
            })
    void newestFirstIsHowEventsComeAnyway(String query, boolean endsEarly) {
        InsightsQuery.Run run = InsightsQuery.parse(query).run(NOON, 10);
        for (int i = 0; i < 3; i++) {
            run.accept(NOON - i, NOON, "s", "l", "p", "m" + i);
        }

        assertThat(run.full()).isEqualTo(endsEarly);
        assertThat(run.end()).hasSize(2);
    }

    /// CloudWatch's own example of its order.
    @Test
    void aSortCountsAsPeopleDo() {
        List<String> ordered = List.of(
                "!:",
                "#",
                "*%04",
                "0#",
                "5A",
                "111A",
                "2345_",
                "@",
                "@_",
                "A",
                "A9876fghj",
                "a12345hfh",
                "0",
                "1",
                "2",
                "3");
        InsightsQuery.Run run =
                InsightsQuery.parse("fields @message | sort @message").run(NOON, 100);
        ordered.reversed().forEach(message -> run.accept(NOON, NOON, "s", "l", "p", message));

        assertThat(run.end()).extracting(row -> row.getFirst().value()).containsExactlyElementsOf(ordered);
    }

    @Test
    void aSortLooksAtAllEventsAndHoldsTheOnesItNeeds() {
        InsightsQuery.Run run = InsightsQuery.parse("parse 'm*' as n | sort n desc | limit 2 | display n")
                .run(NOON, 10_000);
        for (int i = 0; i < 1_000; i++) {
            run.accept(NOON - i, NOON, "s", "l", "p", "m" + (i * 7 % 1_000));
            assertThat(run.full()).isFalse();
        }

        assertThat(shown(run.end())).isEqualTo("n=999 | n=998");
        assertThat(run.matched()).isEqualTo(1_000);
    }

    @Test
    void whatMatchedIsCountedBehindTheFilters() {
        InsightsQuery.Run run =
                InsightsQuery.parse("filter status = 200 | stats count(*)").run(NOON, 10);
        feed(run);

        run.end();
        assertThat(run.matched()).isEqualTo(2);
        assertThat(run.scanned()).isEqualTo(5);
    }

    @Test
    void aQueryThatWouldHoldTooMuchFails() {
        InsightsQuery.Run run =
                InsightsQuery.parse("stats count_distinct(@message)").run(NOON, 10);

        assertThatThrownBy(() -> IntStream.range(0, Stage.MOST_HELD + 2)
                        .forEach(i -> run.accept(NOON, NOON, "s", "l", "p", "m" + i)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("narrow its time");
    }

    @Test
    void rowsOfEventsHaveAPointerAndThoseOfStatsHaveNone() {
        assertThat(run("fields path | limit 1").getFirst())
                .extracting(InsightsQuery.Cell::field)
                .containsExactly("path", "@ptr");
        assertThat(run("stats count(*)").getFirst())
                .extracting(InsightsQuery.Cell::field)
                .containsExactly("count(*)");
    }

    private static List<List<InsightsQuery.Cell>> run(String query) {
        InsightsQuery.Run run = InsightsQuery.parse(query.strip()).run(NOON, 10_000);
        feed(run);
        return run.end();
    }

    private static void feed(InsightsQuery.Run run) {
        for (int i = WEB.size() - 1; i >= 0; i--) {
            run.accept(NOON + i * MINUTE, NOON, "web/1", "111122223333:app", "p" + i, WEB.get(i));
        }
    }

    /// `@x` stands for a row that shows nothing.
    private static String shown(List<List<InsightsQuery.Cell>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .filter(cell -> !cell.field().equals("@ptr"))
                        .map(cell -> cell.field() + '=' + cell.value())
                        .collect(Collectors.joining(", ")))
                .map(row -> row.isEmpty() ? "@x" : row)
                .collect(Collectors.joining(" | "));
    }
}

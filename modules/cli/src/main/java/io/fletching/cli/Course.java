package io.fletching.cli;

import io.fletching.runtime.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/// The schedule of a run.
record Course(Schedule schedule, Used used) {
    private static final long WARMUP = 100;
    private static final long LARGEST_SHARE = 5;

    /// Refuses a schedule or an option of it that does not exist, before it is known how many steps there are.
    static void check(String name, Settings settings) {
        Schedule.parse(name, settings.of("schedule"));
    }

    /// A schedule for so many steps. The warm-up before a cosine is short where there are few of them, unless it is
    /// set.
    static Course of(String name, Settings settings, long steps) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (name.equals("cosine")) {
            texts.put("warmup", String.valueOf(Math.min(WARMUP, steps / LARGEST_SHARE)));
        }
        texts.putAll(settings.of("schedule"));
        Schedule schedule = Schedule.parse(name, texts);
        return new Course(schedule, Used.of(schedule.name(), schedule.texts()));
    }
}

package com.acme.host;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tells what the library leaves in a JVM, and which threads it has there while it trains.
public final class Quiet {
    private Quiet() {}

    public static void main(String[] arguments) throws Exception {
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        Properties properties = (Properties) System.getProperties().clone();
        Set<Object> hooks = hooks();
        Map<String, Boolean> seen = new TreeMap<>();
        Thread watch = Thread.ofPlatform().daemon().unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                for (Thread thread : Thread.getAllStackTraces().keySet()) {
                    if (!threads.contains(thread) && !thread.equals(Thread.currentThread())) {
                        seen.merge(thread.getName(), thread.isDaemon(), Boolean::logicalAnd);
                    }
                }
            }
        });
        watch.start();
        new Host().call();
        watch.interrupt();
        watch.join();

        Set<Object> left = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!threads.contains(thread) && thread.getName().startsWith("fletching")) {
                left.add(thread.getName());
            }
        }
        seen.forEach((name, daemon) -> System.out.println("thread: " + name + (daemon ? "" : ", not a daemon")));
        System.out.println("threads left: " + left);
        System.out.println("properties kept: " + properties.equals(System.getProperties()));
        System.out.println("hooks kept: " + hooks.equals(hooks()));
        System.out.println("handler kept: " + (Thread.getDefaultUncaughtExceptionHandler() == null));
    }

    /// What runs at the end of the JVM.
    private static Set<Object> hooks() throws ReflectiveOperationException {
        Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
        hooks.setAccessible(true);
        return Set.copyOf(((Map<?, ?>) hooks.get(null)).keySet());
    }
}

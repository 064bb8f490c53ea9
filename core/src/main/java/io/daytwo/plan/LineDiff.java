package io.daytwo.plan;

import java.util.ArrayList;
import java.util.List;

/** The lines that two texts do not share: a longest common subsequence between their common head and tail. */
final class LineDiff {
    /** Beyond this many pairs of lines the middle is shown as removed and added whole. */
    private static final long MOST_PAIRS = 4_000_000;

    private LineDiff() {}

    static List<String> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int head = 0;
        while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        return middle(old.subList(head, old.size() - tail), now.subList(head, now.size() - tail));
    }

    private static List<String> middle(List<String> old, List<String> now) {
        boolean large = (long) old.size() * now.size() > MOST_PAIRS;
        int[][] common = large ? new int[0][] : lengths(old, now);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (!large && i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (j == now.size() || (i < old.size() && (large || common[i + 1][j] >= common[i][j + 1]))) {
                lines.add("-" + old.get(i++));
            } else {
                lines.add("+" + now.get(j++));
            }
        }
        return lines;
    }

    private static int[][] lengths(List<String> old, List<String> now) {
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}

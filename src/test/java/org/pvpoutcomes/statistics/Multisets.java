package org.pvpoutcomes.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All small samples of a few values. */
final class Multisets {

  private static final int LARGEST = 6;

  private Multisets() {}

  /** All ascending lists of none to six values between two bounds, both included. */
  static List<List<Integer>> upToSix(int smallest, int largest) {
    List<List<Integer>> all = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < all.size(); i++) {
      List<Integer> shorter = all.get(i);
      int from = shorter.isEmpty() ? smallest : shorter.getLast();
      if (shorter.size() < LARGEST) {
        IntStream.rangeClosed(from, largest)
            .mapToObj(next -> Stream.concat(shorter.stream(), Stream.of(next)).toList())
            .forEach(all::add);
      }
    }
    return all;
  }
}

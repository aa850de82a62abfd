/** Keeps pieces of 100 KiB, some dropped, for about a second: a heap whose level climbs and is collected. */
public class Stairs {
    static final java.util.List<byte[]> kept = new java.util.ArrayList<>();

    public static void main(String[] args) throws InterruptedException {
        for (int i = 0; i < 2000; i++) {
            byte[] piece = new byte[100 * 1024];
            if (i % 8 == 0) kept.add(piece);
            if (kept.size() > 150) kept.clear();
            if (i % 4 == 0) Thread.sleep(2);
        }
    }
}

package io.daytwo.etcd.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Everything a restore does to a disk, one method for each thing after which a machine may stop. So that a test can
 * stop there.
 */
interface DataDirFiles {
    /** Makes a directory of mode 0700. */
    void createDirectory(Path directory) throws IOException;

    /** Makes a file of mode 0600, which must be new, for reading and writing. */
    FileChannel create(Path file) throws IOException;

    /** Copies a piece of one file to the same place in another, within the kernel; gives back how many bytes it was. */
    long copy(FileChannel from, long position, long count, FileChannel to) throws IOException;

    /** Writes all of the buffer. */
    void write(FileChannel file, ByteBuffer bytes, long position) throws IOException;

    /** Cuts a file off. */
    void truncate(FileChannel file, long size) throws IOException;

    /** Content of a file reaches the disk. */
    void force(FileChannel file) throws IOException;

    /** Names in a directory reach the disk. */
    void forceDirectory(Path directory) throws IOException;

    /** Renames within a file system, in one step. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file or an empty directory. */
    void delete(Path path) throws IOException;

    /** Bytes that may still be written below a directory. */
    long usableBytes(Path directory) throws IOException;
}

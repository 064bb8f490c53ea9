package io.daytwo.etcd.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk behind another one, for tests that change a single thing. */
class ForwardingFiles implements DataDirFiles {
    private final DataDirFiles disk;

    ForwardingFiles(DataDirFiles disk) {
        this.disk = disk;
    }

    /** Called before every change. */
    void before(String operation) throws IOException {}

    @Override
    public void createDirectory(Path directory) throws IOException {
        before("create directory");
        disk.createDirectory(directory);
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        before("create");
        return disk.create(file);
    }

    @Override
    public long copy(FileChannel from, long position, long count, FileChannel to) throws IOException {
        before("copy");
        return disk.copy(from, position, count, to);
    }

    @Override
    public void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        before("write");
        disk.write(file, bytes, position);
    }

    @Override
    public void truncate(FileChannel file, long size) throws IOException {
        before("truncate");
        disk.truncate(file, size);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        before("force");
        disk.force(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        before("force directory");
        disk.forceDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        before("rename");
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        before("delete");
        disk.delete(path);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return disk.usableBytes(directory);
    }
}

#!/usr/bin/env python3
"""write-image.py OUT.tar NAME COMMAND FOLDER...: a container image archive with one layer per folder, the same bytes for the same input."""
import hashlib
import io
import json
import sys
import tarfile


def layer(folder):
    def plain(entry):
        entry.mtime = entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        return entry

    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        tar.add(folder, arcname=".", filter=plain)
    return data.getvalue()


def add(tar, name, data):
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    tar.addfile(entry, io.BytesIO(data))


out, name, command, folders = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
layers = [layer(folder) for folder in folders]
digests = [hashlib.sha256(data).hexdigest() for data in layers]
config = json.dumps({
    "architecture": "amd64",
    "os": "linux",
    "created": "2026-01-01T00:00:00Z",
    "config": {"Env": ["PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], "Entrypoint": [command], "Labels": {"image": name}},
    "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest for digest in digests]},
    "history": [{"created": "2026-01-01T00:00:00Z", "created_by": "testbed"} for _ in digests],
}).encode()
config_name = hashlib.sha256(config).hexdigest() + ".json"
with tarfile.open(out, "w") as tar:
    for digest, data in zip(digests, layers):
        add(tar, digest + ".tar", data)
    add(tar, config_name, config)
    manifest = [{"Config": config_name, "RepoTags": [name], "Layers": [digest + ".tar" for digest in digests]}]
    add(tar, "manifest.json", json.dumps(manifest).encode())

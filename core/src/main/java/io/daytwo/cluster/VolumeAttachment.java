package io.daytwo.cluster;

/**
 * A volume that a CSI driver has attached to a node, or is about to.
 *
 * @param name of the object
 * @param node to which
 * @param volume name of the PersistentVolume; empty for an inline volume
 * @param attacher the driver
 * @param attached whether it is there now
 * @param trouble the driver's last error, empty without one
 */
public record VolumeAttachment(
        String name, String node, String volume, String attacher, boolean attached, String trouble) {}

package io.daytwo.cluster;

/** Whether a node takes new Pods, and who said so. */
public enum CordonState {
    /** It takes new Pods. */
    SCHEDULABLE,
    /** It is cordoned and bears the owner's mark. */
    CORDONED_BY_OWNER,
    /** It is cordoned, by somebody else: left as it is. */
    CORDONED_BY_ANOTHER
}

/**
 * Real etcd for tests and the demo: {@link io.daytwo.etcd.rig.EtcdRig} starts clusters from one to five members,
 * {@link io.daytwo.etcd.rig.KubeadmNodeFolder} one that lies on disk as kubeadm lays it out.
 */
package io.daytwo.etcd.rig;

/**
 * Real kube-apiservers over a real etcd, on the loopback address: no kubelet, no controllers, so what is made stays.
 */
package io.daytwo.cluster.rig;

package io.daytwo.etcd;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members of a cluster. Immutable.
 *
 * @param clusterId id of the cluster, unsigned
 * @param members all of them, those that are down included
 * @param confirmed whether a majority confirmed the list; without quorum it is what one member remembers
 */
public record MemberList(long clusterId, List<EtcdMember> members, boolean confirmed) implements Iterable<EtcdMember> {
    /** Copies the list. */
    public MemberList {
        members = List.copyOf(members);
    }

    /** {@return the members that vote} */
    public List<EtcdMember> voters() {
        return members.stream().filter(EtcdMember::voter).toList();
    }

    /** {@return the members that only follow} */
    public List<EtcdMember> learners() {
        return members.stream().filter(EtcdMember::learner).toList();
    }

    /**
     * Finds a member.
     *
     * @param id its id
     * @return the member, empty when it is not listed
     */
    public Optional<EtcdMember> byId(long id) {
        return members.stream().filter(member -> member.id() == id).findFirst();
    }

    /**
     * Finds a member.
     *
     * @param name its name
     * @return the member, empty when none has started under that name
     */
    public Optional<EtcdMember> byName(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** {@return the members one after the other} */
    public Stream<EtcdMember> stream() {
        return members.stream();
    }

    @Override
    public Iterator<EtcdMember> iterator() {
        return members.iterator();
    }

    /** {@return a line for each member, the first says when the list is not confirmed} */
    @Override
    public String toString() {
        String lines = members.stream().map(EtcdMember::toString).collect(Collectors.joining(System.lineSeparator()));
        return confirmed
                ? lines
                : "not confirmed by a majority, as one member remembers it:" + System.lineSeparator() + lines;
    }
}

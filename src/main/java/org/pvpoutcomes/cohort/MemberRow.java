package org.pvpoutcomes.cohort;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.pvpoutcomes.study.Member;

/** A member with its text and the SHA-256 of that. */
final class MemberRow {

  private final String study;
  private final Member member;
  private final String detail;
  private final byte[] digest;

  private MemberRow(String study, Member member, String detail, byte[] digest) {
    this.study = study;
    this.member = member;
    this.detail = detail;
    this.digest = digest;
  }

  static MemberRow of(String study, Member member) {
    String detail = MemberJson.write(member);
    return new MemberRow(study, member, detail, sha256(detail));
  }

  /** The key under which the members are stored. */
  String study() {
    return study;
  }

  Member member() {
    return member;
  }

  String detail() {
    return detail;
  }

  byte[] digest() {
    return digest;
  }

  String patient() {
    return member.patient();
  }

  MemberEntity.Key key() {
    return new MemberEntity.Key(study, patient());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

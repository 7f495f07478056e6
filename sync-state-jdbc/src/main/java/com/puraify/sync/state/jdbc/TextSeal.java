package com.puraify.sync.state.jdbc;

import com.puraify.sync.error.StateException;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the texts of documents with a key of the host, if there is one: AES-GCM, a fresh nonce
 * from the provider for each text, bound to the place where the text is stored. Texts from before
 * the key was given stay readable. Thread-safe.
 */
final class TextSeal {

  private static final int PLAIN = 0;
  private static final int SEALED = 1;
  private static final int TAG_BITS = 128;

  private final @Nullable SecretKey key;

  TextSeal(@Nullable SecretKey key) {
    this.key = key;
  }

  void write(BinaryWriter out, String text, byte[] place) {
    if (key == null) {
      out.one(PLAIN).text(text);
      return;
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key);
      cipher.updateAAD(place);
      byte[] sealed = cipher.doFinal(Texts.encode(text));
      out.one(SEALED).block(cipher.getIV()).block(sealed);
    } catch (GeneralSecurityException e) {
      throw new StateException(
          "A document could not be encrypted. Give documentKey an AES key of 128, 192 or 256 bits.",
          e);
    }
  }

  String read(BinaryReader in, byte[] place) {
    if (in.one() == PLAIN) {
      return in.text();
    }
    byte[] nonce = in.block();
    byte[] sealed = in.block();
    return open(nonce, sealed, place, given());
  }

  private Key given() {
    if (key == null) {
      throw new StateException(
          "The documents of this store are encrypted. Give documentKey the key that they were"
              + " written with.");
    }
    return key;
  }

  private static String open(byte[] nonce, byte[] sealed, byte[] place, Key key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place);
      return Texts.decode(cipher.doFinal(sealed));
    } catch (GeneralSecurityException e) {
      throw new StateException(
          "A document could not be decrypted: it was written with another key, or was changed"
              + " since. Give documentKey the key that it was written with.",
          e);
    }
  }
}

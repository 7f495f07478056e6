package com.puraify.sync.internal.map;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * One pair of fields, bound to the live schemas.
 *
 * @param local the local field
 * @param remote the remote field
 * @param direction which way values flow, by the rule, the sync's type, and what can be written
 * @param converter between the two types
 * @param conflicts how conflicts are settled
 * @param referenceSync the sync whose links translate references, or null if there are none
 */
public record BoundField(
    Field local,
    Field remote,
    Direction direction,
    Converter converter,
    ConflictStrategy conflicts,
    @Nullable String referenceSync) {

  /** Returns the field of a side. */
  public Field field(Side side) {
    return side == Side.LOCAL ? local : remote;
  }

  /** Returns whether an existing item of a side may get this field's value. */
  public boolean updates(Side side) {
    return direction.flowsTo(side) && field(side).writable();
  }

  /** Returns whether a new item of a side may get this field's value. */
  public boolean creates(Side side) {
    return direction.flowsTo(side) && field(side).creatable();
  }

  /**
   * Puts a value into a side's terms.
   *
   * @param to the side whose terms are wanted; the value is in the other's
   * @throws com.puraify.sync.mapping.ConversionException if it has no counterpart
   * @throws UnlinkedReferenceException if it refers to an item that is not linked yet
   */
  public Value convert(Side to, Value value, ReferenceTable references) {
    try {
      if (to == Side.REMOTE) {
        return translate(converter.toRemote(value), Side.LOCAL, references);
      }
      return converter.toLocal(translate(value, Side.REMOTE, references));
    } catch (SyncException e) {
      throw e;
    } catch (RuntimeException e) { // a host's converter may do anything; it must not stop the run
      throw new ConversionException(
          "the converter of '" + local.name() + "' failed with " + e.getClass().getSimpleName());
    }
  }

  /**
   * Returns whether two values are the same thing, in the canonical form of either side: the
   * coarser of the two decides.
   */
  public boolean same(Value localValue, Value remoteValue, ReferenceTable references) {
    return sameOn(Side.REMOTE, localValue, remoteValue, references)
        || sameOn(Side.LOCAL, remoteValue, localValue, references);
  }

  /**
   * Returns whether it can be told if two values are the same thing: not while both refer to items
   * that are not linked yet.
   */
  public boolean comparable(Value localValue, Value remoteValue, ReferenceTable references) {
    return !isUnlinked(Side.REMOTE, localValue, references)
        || !isUnlinked(Side.LOCAL, remoteValue, references);
  }

  private boolean isUnlinked(Side to, Value value, ReferenceTable references) {
    try {
      convert(to, value, references);
      return false;
    } catch (UnlinkedReferenceException e) {
      return true;
    } catch (ConversionException e) {
      return false;
    }
  }

  private boolean sameOn(Side side, Value other, Value own, ReferenceTable references) {
    try {
      Value converted = convert(side, other, references);
      return field(side).type().canonical(converted).equals(field(side).type().canonical(own));
    } catch (ConversionException | UnlinkedReferenceException e) {
      return false;
    }
  }

  private Value translate(Value value, Side from, ReferenceTable references) {
    if (referenceSync == null) {
      return value;
    }
    if (value instanceof Value.Reference reference) {
      String id = references.translate(referenceSync, from, reference.id());
      if (id == null) {
        throw new UnlinkedReferenceException(reference.id());
      }
      return new Value.Reference(id);
    }
    if (value instanceof Value.Many many) {
      return new Value.Many(
          many.elements().stream().map(each -> translate(each, from, references)).toList());
    }
    return value;
  }
}

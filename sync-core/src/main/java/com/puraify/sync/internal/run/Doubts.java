package com.puraify.sync.internal.run;

/** What is not known yet of items without a link. */
interface Doubts {

  /** Nothing is in doubt. */
  Doubts NONE =
      new Doubts() {
        @Override
        public boolean concern(Work work) {
          return false;
        }

        @Override
        public boolean tells(Work.Single single) {
          return false;
        }

        @Override
        public boolean mayMatch(Work.Single single) {
          return false;
        }
      };

  /** Returns whether an item may have a counterpart, or be one, that is not known yet. */
  boolean concern(Work work);

  /** Returns whether a platform tells the counterpart of an item when it is sent once more. */
  boolean tells(Work.Single single);

  /** Returns whether an item is matched though something may be its counterpart already. */
  boolean mayMatch(Work.Single single);
}
